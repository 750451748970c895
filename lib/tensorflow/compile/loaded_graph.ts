import { join } from "node:path";
import { messages } from "./messages.ts";
import type { Graph } from "./emit_step.ts";
import { type Handle, type Made, nativeBackend } from "./native_backend.ts";

/** A graph inside TensorFlow, ready to run. */
export interface LoadedGraph {
  /** Runs it once, in one native call. */
  run(feeds: Handle[]): Made[];
  dispose(): void;
  /** The size of its description in bytes. */
  readonly bytes: number;
}

/** The version of the GraphDef format, that of TensorFlow 2.21. */
const producer = 2474;

/**
 * Hands a graph to TensorFlow: written as a SavedModel, which the addon can load; the file is gone
 * when this returns.
 *
 * @throws {Error} when the temporary folder cannot be written, or TensorFlow does not take the graph
 */
export function loadGraph(graph: Graph): LoadedGraph {
  const bytes = savedModel(graph);
  const folder = written(bytes);
  try {
    const id = nativeBackend().loadSavedModelMetaGraph(folder, "serve");
    return loaded(id, graph, bytes.length);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** A temporary folder with the model. */
function written(bytes: Uint8Array): string {
  let folder: string | undefined;
  try {
    folder = Deno.makeTempDirSync({ prefix: "compiled_step_" });
    Deno.writeFileSync(join(folder, "saved_model.pb"), bytes);
    return folder;
  } catch (cause) {
    if (folder) Deno.removeSync(folder, { recursive: true });
    throw new Error(
      `compile(): the graph (${bytes.length} bytes) must be written to a temporary folder for a ` +
        `moment, but: ${
          (cause as Error).message
        }. Make room there, or set TMPDIR to another folder`,
      { cause },
    );
  }
}

function loaded(id: number, { feeds, fetches }: Graph, bytes: number): LoadedGraph {
  const [inputs, outputs] = [feeds.join(), fetches.join()];
  let disposed = false;
  return {
    bytes,
    run: (handles) =>
      outputs === "" ? [] : nativeBackend().binding.runSavedModel(id, handles, inputs, outputs),
    dispose() {
      if (!disposed) nativeBackend().deleteSavedModel(id);
      disposed = true;
    },
  };
}

function savedModel({ nodes, functions }: Graph): Uint8Array {
  const versions = new messages.VersionDef();
  versions.setProducer(producer);
  const library = new messages.FunctionDefLibrary();
  library.setFunctionList(functions);
  const graph = new messages.GraphDef();
  graph.setNodeList(nodes);
  graph.setVersions(versions);
  graph.setLibrary(library);
  const info = new messages.MetaGraphDef.MetaInfoDef();
  info.setTagsList(["serve"]);
  const meta = new messages.MetaGraphDef();
  meta.setMetaInfoDef(info);
  meta.setGraphDef(graph);
  const model = new messages.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.setMetaGraphsList([meta]);
  return model.serializeBinary();
}
