/** One of a study's runs: it is kept by its name, so that a study which was stopped goes on. */
export interface StudyRun<Row extends object> {
  name: string;
  run(): Promise<Row[]>;
}

/** Does all runs that are not done yet, and gives the rows of all. */
export type RunAll = <Row extends object>(runs: readonly StudyRun<Row>[]) => Promise<Row[]>;
