/** Where a run may leave what is half done, so that a kill costs little. */
export interface RunFiles {
  /** A file of this run alone; it is removed when the run's rows are kept. */
  checkpoint: string;
  /** A folder for what several runs of a study need; it is removed when the study is done. */
  shared: string;
}

/** One of a study's runs: it is kept by its name, so that a study which was stopped goes on. */
export interface StudyRun<Row extends object> {
  name: string;
  run(files: RunFiles): Promise<Row[]>;
}

/** Does all runs that are not done yet, and gives the rows of all. */
export type RunAll = <Row extends object>(runs: readonly StudyRun<Row>[]) => Promise<Row[]>;
