// A thumb that scrolls the page may begin on a slider's track: only the knob is dragged.
//
// The track then hears what a browser makes of a tap that did not scroll, as from a mouse.

export function freeTracks() {
  document.addEventListener("touchstart", (event) => {
    const track = event.target.closest?.(".noUi-base");
    if (track && !event.target.closest(".noUi-handle")) event.stopPropagation();
  }, { capture: true, passive: true });
}
