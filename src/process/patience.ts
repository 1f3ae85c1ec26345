// Timeouts that do not count the time for which the processor was given to others.

/**
 * Calls `expired` after `ms` milliseconds and as many more as were lost meanwhile.
 *
 * @param lost milliseconds lost so far, a clock that only goes forward
 * @returns the function that calls it off
 * @example
 * const callOff = patientTimeout(10_000, lostTime, () => child.kill("SIGKILL"));
 */
export function patientTimeout(ms: number, lost: () => number, expired: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (ms: number, before: number): void => {
    timer = setTimeout(() => {
      const now = lost();
      if (now - before >= 1) wait(now - before, now);
      else expired();
    }, ms);
  };
  wait(ms, lost());
  return () => clearTimeout(timer);
}

/** Milliseconds between two looks at those who share a timer. */
const COARSE = 250;

/** One of those who share a timer. Only the timer writes `due` and `at`. */
export interface Patient {
  /** Milliseconds that it may wait; from the first look at it on. */
  readonly ms: number;
  /** Undefined until it has been looked at: to read the clock for each costs more than all the rest. */
  due: number | undefined;
  /** Its place among the others. */
  at: number;
  expired(): void;
}

/** A timer of many. */
export interface SharedTimer {
  /** Calls `expired` when its time is over. */
  watch(patient: Patient): void;
  callOff(patient: Patient): void;
}

/**
 * A timer for many that are nearly always called off: up to 500 ms late, and one that all of them share,
 * since one for each costs as much as all else that is done for a small answer.
 *
 * @param lost milliseconds lost so far, a clock that only goes forward
 */
export function sharedTimer(lost: () => number): SharedTimer {
  // A set of a few that come and go makes its table anew all the time: three times the cost of a timer.
  const patients: Patient[] = [];
  let timer: NodeJS.Timeout | undefined;
  const callOff = (patient: Patient): void => {
    if (patients[patient.at] !== patient) return;
    const last = patients.pop()!;
    if (last === patient) return;
    last.at = patient.at;
    patients[last.at] = last;
  };
  const look = (): void => {
    const now = performance.now() - lost();
    timer = patients.length > 0 ? setTimeout(look, COARSE) : undefined;
    // Those who expire may call off others.
    for (const patient of patients.slice())
      if (patients[patient.at] === patient && now >= (patient.due ??= now + patient.ms)) {
        callOff(patient);
        patient.expired();
      }
  };
  return {
    watch(patient) {
      patient.at = patients.length;
      patients.push(patient);
      timer ??= setTimeout(look, COARSE);
    },
    callOff,
  };
}
