// Entry point: each module adds speed to a page that already reads and submits without it.
import "./keys.js";
import "./forms.js";
import "./reading.js";
import "./composer.js";
import "./files.js";
import "./banner.js";
import "./strips.js";
import "./drafts.js";
