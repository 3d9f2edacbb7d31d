// Tells the page around a frame how high the frame's own page is: that origin alone, which the edge has checked.
const { parent: origin } = document.querySelector("script[data-parent]").dataset;
let told;

new ResizeObserver(() => {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  if (height === told) return;
  told = height;
  parent.postMessage({ type: "tracktry-height", height }, origin);
}).observe(document.documentElement);
