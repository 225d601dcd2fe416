import "./drag_tiles.js";
import "./walk_tiles.js";
import "./await_tiles.js";
