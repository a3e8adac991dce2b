// Of all the panels, menus and docks of JupyterLab's windows, controls need these.

export { Layout } from "../../node_modules/@lumino/widgets/src/layout.ts";
export { Panel } from "../../node_modules/@lumino/widgets/src/panel.ts";
export { PanelLayout } from "../../node_modules/@lumino/widgets/src/panellayout.ts";
export { Widget } from "../../node_modules/@lumino/widgets/src/widget.ts";
