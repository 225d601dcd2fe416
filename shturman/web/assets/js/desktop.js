import "./drag_tiles.js";
import "./walk_tiles.js";
