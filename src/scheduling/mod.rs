//! The timetable of the day: instance, rules, judge, models, reasons.
