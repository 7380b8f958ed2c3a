// The way in. Every page is whole without it: what is here is quicker, never needed.
// No code, HTML or style is made from strings; nothing is asked of another host.
import "./trusted.js"; // before anything that touches the page
import "./preferences.js";
import "./menus.js";
import "./keyboard.js";
import "./copy.js";
import "./counting.js";
import "./decide.js";
import "./review.js";
import "./png.js";
import "./suggest.js";
import { mountAll } from "./charts.js";
import { root } from "./dom.js";

mountAll();
root.dataset.ready = "true"; // every chart is drawn; browser tests wait for this
