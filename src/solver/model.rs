//! A linear program under construction, and its solve.

use super::outcome::{Limits, Outcome, SolverError, Status};
use super::relaxed::Change;
use super::watch::{Callback, Watch};
use good_lp::{Expression, ProblemVariables, SolverModel, constraint, variable};
use highs::{HighsModelStatus, SolvedModel};
use std::ops::Sub;
use std::time::Instant;

/// A variable of one model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Variable(usize);

impl Variable {
    /// Its place in an outcome's values.
    pub fn index(self) -> usize {
        self.0
    }

    /// The variable at a place in an outcome's values, whether or not a model has it.
    pub fn at(index: usize) -> Self {
        Self(index)
    }
}

/// A weighted sum of variables. A variable may stand in it more than once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sum(pub(super) Vec<(Variable, f64)>);

impl Sum {
    pub fn add(&mut self, factor: f64, variable: Variable) {
        self.0.push((variable, factor));
    }

    pub fn add_sum(&mut self, factor: f64, other: &Sum) {
        self.0.extend(other.0.iter().map(|&(v, f)| (v, f * factor)));
    }
}

impl From<Variable> for Sum {
    fn from(variable: Variable) -> Self {
        Sum(vec![(variable, 1.0)])
    }
}

impl FromIterator<Variable> for Sum {
    fn from_iter<I: IntoIterator<Item = Variable>>(variables: I) -> Self {
        Sum(variables.into_iter().map(|v| (v, 1.0)).collect())
    }
}

impl Sub for Sum {
    type Output = Sum;
    fn sub(mut self, other: Sum) -> Sum {
        self.add_sum(-1.0, &other);
        self
    }
}

#[derive(Clone, Copy)]
pub(super) enum Bound {
    AtMost(f64),
    AtLeast(f64),
    Equal(f64),
}

#[derive(Clone)]
pub(super) struct Column {
    pub integer: bool,
    pub min: f64,
    pub max: f64,
    pub points: f64,
}

/// Which way the solver is told to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    Maximise,
    Minimise,
}

/// What duals say about any solution of a model; see `Model::price`.
#[derive(Debug, Clone)]
pub struct Price {
    pub constant: f64,
    /// Per variable.
    pub of: Vec<f64>,
}

/// A linear program with a maximised objective. Rows and variables are kept in order of creation.
#[derive(Default)]
pub struct Model {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<(Sum, Bound)>,
    pub(super) start: Vec<f64>,
    pub(super) as_it_is: bool,
    interior_point: bool,
}

impl Model {
    pub fn new() -> Self {
        Self::default()
    }

    /// A variable that is 0 or 1, with its points in the objective.
    pub fn binary(&mut self, points: f64) -> Variable {
        self.columns.push(Column { integer: true, min: 0.0, max: 1.0, points });
        Variable(self.columns.len() - 1)
    }

    /// A variable anywhere between 0 and `max`, with its points in the objective.
    pub fn continuous(&mut self, max: f64, points: f64) -> Variable {
        self.between(0.0, max, points)
    }

    /// A variable anywhere between `min` and `max`, with its points in the objective.
    pub fn between(&mut self, min: f64, max: f64, points: f64) -> Variable {
        self.columns.push(Column { integer: false, min, max, points });
        Variable(self.columns.len() - 1)
    }

    /// Lets every variable take any value between its bounds.
    pub fn relax(&mut self) {
        self.columns.iter_mut().for_each(|c| c.integer = false);
    }

    /// What the rows and a dual value per row say about any solution: `Σ right side · dual`, and per
    /// variable `Σ coefficient · dual`, what using it up costs. Then for duals that have the sign of
    /// their row (they are clipped to it here, so rounding cannot spoil the bound) every solution is
    /// worth at most `constant + Σ max over a variable's bounds of (points − price) · value`.
    pub fn price(&self, duals: &[f64]) -> Price {
        let mut price = Price { constant: 0.0, of: vec![0.0; self.columns.len()] };
        for ((sum, bound), &dual) in self.rows.iter().zip(duals) {
            let (dual, right) = match *bound {
                Bound::AtMost(right) => (dual.max(0.0), right),
                Bound::AtLeast(right) => (dual.min(0.0), right),
                Bound::Equal(right) => (dual, right),
            };
            if dual != 0.0 {
                price.constant += right * dual;
                for &(v, factor) in &sum.0 {
                    price.of[v.0] += factor * dual;
                }
            }
        }
        price
    }

    /// In order of creation.
    pub fn variables(&self) -> impl Iterator<Item = Variable> + use<> {
        (0..self.columns.len()).map(Variable)
    }

    /// Gives a variable other bounds.
    pub fn change(&mut self, Change { variable, min, max }: Change) {
        let column = &mut self.columns[variable.0];
        (column.min, column.max) = (min, max);
    }

    /// Points of a variable in the objective.
    pub fn points(&self, variable: Variable) -> f64 {
        self.columns[variable.0].points
    }

    /// Requires `left <= right`.
    pub fn at_most(&mut self, left: Sum, right: f64) {
        self.rows.push((left, Bound::AtMost(right)));
    }

    /// Requires `left >= right`.
    pub fn at_least(&mut self, left: Sum, right: f64) {
        self.rows.push((left, Bound::AtLeast(right)));
    }

    /// Requires `left == right`.
    pub fn equal(&mut self, left: Sum, right: f64) {
        self.rows.push((left, Bound::Equal(right)));
    }

    /// The rows that let at most one of some variables be 1, where all of them lie between 0 and 1.
    pub(super) fn one_of_each(&self) -> impl Iterator<Item = impl Iterator<Item = Variable>> {
        let rows = self.rows.iter().filter(|(sum, bound)| {
            matches!(*bound, Bound::AtMost(right) | Bound::Equal(right) if right == 1.0)
                && self.counts(sum)
        });
        rows.map(|(sum, _)| sum.0.iter().map(|&(v, _)| v))
    }

    /// Puts these in the place of all rows that allow at most one of some variables to be 1, and no
    /// more than that.
    pub(super) fn replace_at_most_one<R: Iterator<Item = Variable>>(
        &mut self,
        rows: impl Iterator<Item = R>,
    ) {
        let mut all = std::mem::take(&mut self.rows);
        all.retain(|(sum, bound)| !matches!(*bound, Bound::AtMost(1.0)) || !self.counts(sum));
        self.rows = all;
        rows.for_each(|row| self.at_most(row.collect(), 1.0));
    }

    /// Whether a sum counts how many of some variables are 1, each of which lies between 0 and 1.
    pub(super) fn counts(&self, Sum(sum): &Sum) -> bool {
        sum.iter().all(|&(v, factor)| {
            factor == 1.0 && self.columns[v.0].min >= 0.0 && self.columns[v.0].max <= 1.0
        })
    }

    /// The rows from the `first` on: per row its variables with their factors, and between what the
    /// sum must lie.
    pub(super) fn rows_from(
        &self,
        first: usize,
    ) -> impl Iterator<Item = (&[(Variable, f64)], (f64, f64))> {
        self.rows[first..].iter().map(|(sum, bound)| {
            let between = match *bound {
                Bound::AtMost(right) => (f64::NEG_INFINITY, right),
                Bound::AtLeast(right) => (right, f64::INFINITY),
                Bound::Equal(right) => (right, right),
            };
            (&sum.0[..], between)
        })
    }

    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Solves by interior point and stays in the interior of the best values: for large programs of
    /// which the duals are wanted, not a corner. The outcome may then be `Feasible` with values and
    /// duals that hold only nearly. Only without integer variables.
    pub fn interior_point(&mut self) {
        self.interior_point = true;
    }

    /// Solves without presolving: for programs with rows as strong as that would make them, where it
    /// costs more than it brings.
    pub fn as_it_is(&mut self) {
        self.as_it_is = true;
    }

    /// Values to start from, one per variable; the solver checks them itself.
    pub fn start_from(&mut self, values: Vec<f64>) {
        self.start = values;
    }

    /// Maximises. `step` is the smallest difference between two objective values (1 where all
    /// points are whole): a bound that leaves less than a step open proves the values best.
    /// `watch` is called many times a second.
    pub fn solve(
        &self,
        limits: Limits,
        step: f64,
        watch: &mut Watch<'_>,
    ) -> Result<Outcome, SolverError> {
        let started = Instant::now();
        if self.columns.is_empty() {
            return Ok(self.solve_empty());
        }
        let integer = self.columns.iter().any(|c| c.integer);
        let mut model = self.build(!integer, Sense::Maximise)?;
        limit(&mut model, limits)?;
        if self.interior_point && !integer {
            set(model.try_set_option("solver", "ipm"), "choosing the interior point method")?;
            set(model.try_set_option("run_crossover", "off"), "staying in the interior")?;
            // After presolving, the duals of an interior solution come back wrong.
            set(model.try_set_option("presolve", "off"), "leaving the program as it is")?;
        }
        if self.as_it_is {
            set(model.try_set_option("presolve", "off"), "leaving the program as it is")?;
        }
        if integer {
            // Less than a step open is nothing open.
            set(model.try_set_option("mip_abs_gap", step * 0.999), "setting its gap")?;
            set(model.try_set_option("mip_rel_gap", 0.0), "setting its gap")?;
            if self.start.len() == self.columns.len() {
                // A start the solver cannot use is dropped by it; that is no fault.
                let _ = model.try_set_solution(Some(&self.start), None, None, None);
            }
        }
        let mut callback = Callback::new(watch, started);
        // SAFETY: the model is solved on this thread, below, while `callback` lives untouched.
        unsafe { callback.install(model.as_mut_ptr()) };
        let solved = model.try_solve().map_err(|_| SolverError::Refused("solving it"))?;
        let seconds = started.elapsed().as_secs_f64();
        if self.interior_point && !integer && solved.status() == HighsModelStatus::Unknown {
            return Ok(interior(&solved, seconds));
        }
        outcome(&solved, integer, step, seconds)
    }

    /// The model in the solver's hands, without limits or a start. To minimise, the objective is
    /// turned round.
    pub(super) fn build(&self, relaxed: bool, sense: Sense) -> Result<highs::Model, SolverError> {
        let mut variables = ProblemVariables::new();
        let mut objective = Expression::default();
        let handles: Vec<_> = self
            .columns
            .iter()
            .map(|column| {
                let definition = variable().min(column.min).max(column.max);
                let whole = column.integer && !relaxed;
                let v = variables.add(if whole { definition.integer() } else { definition });
                if column.points != 0.0 {
                    objective.add_mul(column.points, v);
                }
                v
            })
            .collect();
        let unsolved = match sense {
            Sense::Maximise => variables.maximise(objective),
            Sense::Minimise => variables.minimise(-objective),
        };
        let mut problem = unsolved.using(good_lp::highs);
        for (sum, bound) in &self.rows {
            let mut left = Expression::with_capacity(sum.0.len());
            for &(v, factor) in &sum.0 {
                left.add_mul(factor, handles[v.0]);
            }
            problem.add_constraint(match *bound {
                Bound::AtMost(right) => constraint!(left <= right),
                Bound::AtLeast(right) => constraint!(left >= right),
                Bound::Equal(right) => constraint!(left == right),
            });
        }
        let mut model = problem.try_into_inner().map_err(|_| SolverError::Refused("reading it"))?;
        set(model.try_set_option("output_flag", false), "silencing it")?;
        Ok(model)
    }
}

/// Without a corner the solver does not vouch for its last digits and calls the status unknown.
/// Values and duals are near the best all the same; what the duals prove is for `Model::price`.
fn interior(solved: &SolvedModel, seconds: f64) -> Outcome {
    let solution = solved.get_solution();
    Outcome {
        status: Status::Feasible,
        values: solution.columns().to_vec(),
        objective: solved.objective_value(),
        bound: f64::INFINITY,
        seconds,
        duals: solution.dual_rows().to_vec(),
    }
}

/// Sets time, threads and seed.
pub(super) fn limit(model: &mut highs::Model, limits: Limits) -> Result<(), SolverError> {
    set(model.try_set_option("time_limit", limits.seconds.max(0.01)), "setting its time")?;
    set(model.try_set_option("threads", limits.threads.max(1) as i32), "setting its threads")?;
    set(model.try_set_option("random_seed", (limits.seed & 0x7fff_ffff) as i32), "seeding it")?;
    if limits.threads <= 1 {
        set(model.try_set_option("parallel", "off"), "setting its threads")?;
    }
    Ok(())
}

impl Model {
    /// Without variables every sum is 0.
    pub(super) fn solve_empty(&self) -> Outcome {
        let holds = self.rows.iter().all(|(_, bound)| match *bound {
            Bound::AtMost(right) => 0.0 <= right,
            Bound::AtLeast(right) => 0.0 >= right,
            Bound::Equal(right) => 0.0 == right,
        });
        let value = if holds { 0.0 } else { f64::NEG_INFINITY };
        Outcome {
            status: if holds { Status::Optimal } else { Status::Infeasible },
            values: Vec::new(),
            objective: value,
            bound: value,
            seconds: 0.0,
            duals: vec![0.0; self.rows.len()],
        }
    }
}

/// `kHighsSolutionStatusFeasible`.
const FEASIBLE_VALUES: i64 = 2;

pub(super) fn set<E>(result: Result<(), E>, what: &'static str) -> Result<(), SolverError> {
    result.map_err(|_| SolverError::Refused(what))
}

pub(super) fn outcome(
    solved: &SolvedModel,
    integer: bool,
    step: f64,
    seconds: f64,
) -> Result<Outcome, SolverError> {
    let status = solved.status();
    // Read as a number: the binding's own reading panics where HiGHS has none to give.
    let has_values = solved.int_info_value(c"primal_solution_status") == Ok(FEASIBLE_VALUES);
    let none = |status, bound| Outcome {
        status,
        values: Vec::new(),
        objective: f64::NEG_INFINITY,
        bound,
        seconds,
        duals: Vec::new(),
    };
    match status {
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => {
            return Ok(none(Status::Infeasible, f64::NEG_INFINITY));
        }
        HighsModelStatus::Unbounded => return Err(SolverError::Unbounded),
        HighsModelStatus::Optimal
        | HighsModelStatus::ObjectiveBound
        | HighsModelStatus::ObjectiveTarget
        | HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedSolutionLimit
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedMemoryLimit => {}
        other => return Err(SolverError::Stopped(format!("{other:?}"))),
    }
    let objective = solved.objective_value();
    let finished = status == HighsModelStatus::Optimal;
    let bound = if integer {
        solved
            .double_info_value(c"mip_dual_bound")
            .ok()
            .filter(|b| b.is_finite() && b.abs() < 1e29)
            .unwrap_or(f64::INFINITY)
    } else if finished {
        objective
    } else {
        f64::INFINITY
    };
    if !has_values {
        return Ok(none(Status::NoneInTime, bound));
    }
    let solution = solved.get_solution();
    let proved = finished || bound - objective < step * 0.999;
    Ok(Outcome {
        status: if proved { Status::Optimal } else { Status::Feasible },
        values: solution.columns().to_vec(),
        objective,
        bound: if proved && integer { objective } else { bound },
        seconds,
        duals: if integer { Vec::new() } else { solution.dual_rows().to_vec() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn go_on(_: super::super::Event) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn a_small_knapsack_is_solved_to_optimality() {
        let mut model = Model::new();
        let items: Vec<_> = [(6.0, 3.0), (5.0, 2.0), (4.0, 2.0)]
            .iter()
            .map(|&(points, weight)| (model.binary(points), weight))
            .collect();
        let mut load = Sum::default();
        for &(v, weight) in &items {
            load.add(weight, v);
        }
        model.at_most(load, 4.0);
        let outcome = model.solve(Limits::default(), 1.0, &mut go_on).unwrap();
        assert_eq!(outcome.status, Status::Optimal);
        assert_eq!(outcome.objective, 9.0);
        assert_eq!(outcome.values, [0.0, 1.0, 1.0]);
    }

    #[test]
    fn a_model_without_variables_is_settled_by_its_rows() {
        let model = Model::new();
        let outcome = model.solve(Limits::default(), 1.0, &mut go_on).unwrap();
        assert_eq!((outcome.status, outcome.objective), (Status::Optimal, 0.0));
        let mut model = Model::new();
        model.equal(Sum::default(), 1.0);
        let outcome = model.solve(Limits::default(), 1.0, &mut go_on).unwrap();
        assert_eq!(outcome.status, Status::Infeasible);
    }

    #[test]
    fn rows_that_clash_are_infeasible() {
        let mut model = Model::new();
        let v = model.binary(1.0);
        model.at_least(Sum::from(v), 2.0);
        let outcome = model.solve(Limits::default(), 1.0, &mut go_on).unwrap();
        assert_eq!(outcome.status, Status::Infeasible);
    }

    #[test]
    fn a_linear_program_returns_its_duals() {
        let mut model = Model::new();
        let v = model.continuous(10.0, 2.0);
        model.at_most(Sum::from(v), 4.0);
        let outcome = model.solve(Limits::default(), 1.0, &mut go_on).unwrap();
        assert_eq!((outcome.objective, outcome.bound), (8.0, 8.0));
        assert_eq!(outcome.duals, [2.0]);
    }
}
