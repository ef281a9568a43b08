/// Learning rates that change while training: functions of the step count, without state. The entry
/// type is `Schedule`; `Schedules` has the factories. Depends on nothing.
package dev.chainrule.schedule;
