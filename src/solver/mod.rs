//! The one door to the linear programming solver.
