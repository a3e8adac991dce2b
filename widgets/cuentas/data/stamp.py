def faults_of(slug): return ()
