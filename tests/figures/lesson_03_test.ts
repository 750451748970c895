import * as figures from "../../lib/figures/lesson_03.ts";
import { testFigures } from "./named_figures.ts";

testFigures(figures);
