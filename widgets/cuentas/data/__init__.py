"""Region packs and national tables: read, dated, checked. Local files only, never the network."""
