import "./drag_to_stage.js";
import "./walk_board.js";
import "./pick_stage.js";
import "./fold_column.js";
import "./count_rest.js";
