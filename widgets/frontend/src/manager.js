// The controls of a lesson: drawn from the page itself, before and without any kernel.

import { ManagerBase } from "@jupyter-widgets/base-manager";
import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { classOf } from "./widgets.js";

const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
const FORM = { version_major: 2, version_minor: 0 };

export class LessonManager extends ManagerBase {
  #wire;

  constructor(wire) {
    super();
    this.#wire = wire;
  }

  async loadClass(name) {
    return classOf(name);
  }

  // Nobody but this page knows its controls, so there is nobody to ask.
  async _get_comm_info() {
    return {};
  }

  new_model(options, state) {
    options.comm ??= this.#wire.comm(options.model_id);
    return super.new_model(options, state);
  }

  /** Put every view in its place. */
  async draw() {
    await Promise.all([...document.querySelectorAll(VIEW)].map((mark) => this.#place(mark)));
  }

  /** Take over what a kernel tells: new controls whole, and what changed in the others. */
  async take(states) {
    for (const [id, { model_name: name }] of Object.entries(states)) {
      if (name && this.has_model(id)) delete this._models[id];
    }
    await this.set_state({ ...FORM, state: states });
  }

  /** Show again what a learner changed while the kernel was being asked. */
  async again(id, { method, state }) {
    if (method === "update" && this.has_model(id)) {
      await this.set_state({ ...FORM, state: { [id]: { state } } });
    }
  }

  async #place(mark) {
    const place = mark.closest(".cc-result");
    const view = await this.create_view(await this.get_model(JSON.parse(mark.textContent).model_id));
    const { luminoWidget: widget } = view;
    MessageLoop.sendMessage(widget, Widget.Msg.BeforeAttach);
    mark.replaceWith(widget.node);
    MessageLoop.sendMessage(widget, Widget.Msg.AfterAttach);
    place?.querySelector(":scope > .cc-waiting")?.remove();
  }
}
