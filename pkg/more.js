// What only some pages need, each in a file of its own: one file names them, so that the others do not.
export const raw = async (raw) => (await import("./raw.js")).answerOf(raw);
export const demo = async (name) => (await import("./demo.js")).answerOf(name);
export const layout = async (root, { dress }) => dress(root, (await import("./dist/layout-look.js")).sheet);
export const order = async (answer, dom) => (await import("./order.js")).ordered(answer, dom);
export const lookup = async () => (await import("./lookup.js")).lookUp;
export const later = () => import("./morph.js");
export const fragment = async (request, host) => {
  // A fragment in the place of another needs it.
  await later().catch(() => {});
  return (await import("./fragment.js")).fragment(request, host);
};
