// What the kernel connection takes from JupyterLab's core utilities.

const slashes = /\/+$/;

export const URLExt = {
  join: (...parts) => parts.map((part, position) => (position ? part : part.replace(slashes, ""))).join("/"),
  normalize: (address) => address,
  getHostName: (address) => new URL(address, location.href).hostname,
};

// A lesson's page gives its addresses itself.
export const PageConfig = {
  getBaseUrl: () => "",
  getWsUrl: () => "",
  getToken: () => "",
  getOption: () => "",
};
