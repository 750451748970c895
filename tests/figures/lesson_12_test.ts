import * as figures from "../../lib/figures/lesson_12.ts";
import { testFigures } from "./named_figures.ts";

testFigures(figures);
