// The controls that lessons use, by the names their models have in the kernel.

import * as base from "@jupyter-widgets/base";
import * as bool from "@jupyter-widgets/controls/lib/widget_bool";
import * as box from "@jupyter-widgets/controls/lib/widget_box";
import * as button from "@jupyter-widgets/controls/lib/widget_button";
import * as date from "@jupyter-widgets/controls/lib/widget_date";
import * as description from "@jupyter-widgets/controls/lib/widget_description";
import * as float from "@jupyter-widgets/controls/lib/widget_float";
import * as int from "@jupyter-widgets/controls/lib/widget_int";
import * as selection from "@jupyter-widgets/controls/lib/widget_selection";
import * as string from "@jupyter-widgets/controls/lib/widget_string";
import "@jupyter-widgets/base/css/index.css";
import "@jupyter-widgets/controls/css/widgets-base.css";
import { texts } from "./page.js";

class UnknownView extends base.DOMWidgetView {
  render() {
    super.render();
    this.el.className = "cc-notice";
    this.el.textContent = texts.unknownControl;
  }
}

class UnknownModel extends base.DOMWidgetModel {
  defaults() {
    return { ...super.defaults(), _view_name: "UnknownView" };
  }
}

const known = Object.assign(
  Object.create(null), base, bool, box, button, date, description, float, int, selection, string,
);

/** The class of a model or view; an unknown one is a sentence in its place. */
export function classOf(name) {
  return known[name] ?? (name?.endsWith("Model") ? UnknownModel : UnknownView);
}
