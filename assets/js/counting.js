// A list whose total is still being counted is shown anew once it is known.
import { $ } from "./dom.js";

const ask = async () => {
  const ready = await fetch("/readyz").then((answer) => answer.ok, () => false);
  if (ready) location.reload();
  else setTimeout(ask, 500);
};

if ($("#total[data-counting]")) ask();
