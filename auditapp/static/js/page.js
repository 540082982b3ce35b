// The small behaviours every page has; each works alone, and the page works without them.
import "./fragments.js";
import "./sheets.js";
import "./transitions.js";
import "./autosubmit.js";
import "./once.js";
import "./ticks.js";
import "./typed/listen.js";
import "./keys/listen.js";
import "./viewer/listen.js";
import "./shell/register.js";
import "./shell/sign_out.js";
