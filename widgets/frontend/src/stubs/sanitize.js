// Text that asks to be HTML stays text.

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export default (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);
