// A run: apps one after another, each behind a layer, until enough has been asked.

import type { Fetch } from "../../src/routing/route.ts";
import { behaviourOf, CONVENTIONS, Dice, type Behaviour, type Convention } from "./behaviour.ts";
import { openLayers, type Layer, type Opened } from "./layers.ts";
import { ORIGIN } from "./projects.ts";
import { plan, Trial, type Fault } from "./trial.ts";

export interface LayeredFault extends Fault {
  layer: Layer;
  /** The app, as its id makes it. */
  app: Behaviour;
  /** Whether the donor and the victim alone, in a layer of their own, show it again: of the first of its kind. */
  alone: boolean | undefined;
  /** Requests that the run had asked by then, its app's included. */
  after: number;
}

export interface Run {
  /** For the projects. */
  folder: string;
  /** Requests. */
  count: number;
  seed: number;
  layers?: readonly Layer[];
  /** Apps that share a layer: what is kept of one must not reach another. Default 50. */
  together?: number;
  /** What stands around each layer, to try the judge. */
  around?: (fetch: Fetch) => Fetch;
  onFault(fault: LayeredFault): void;
}

/** Of a hundred batches: most behind one cache, and the model itself tried on the bare app. */
const LAYERS: readonly Layer[] = [
  ...Array<Layer>(60).fill("cache"),
  ...Array<Layer>(32).fill("two"),
  ...Array<Layer>(6).fill("bare"),
  "pool",
  "port",
];

export async function strangers({
  folder,
  count,
  seed,
  layers = LAYERS,
  together = 50,
  around = (fetch) => fetch,
  onFault,
}: Run): Promise<{ asked: number; apps: number; turnedAway: number; askedOf: Record<string, number> }> {
  const opened = await openLayers(folder);
  const known = new Set<string>();
  const askedOf: Record<string, number> = {};
  let asked = 0;
  let tried = 0;
  let turnedAway = 0;
  const open = async (layer: Layer, convention: Convention): Promise<Opened> => {
    const inner = await opened.open(layer, convention);
    return { ...inner, fetch: around(inner.fetch) };
  };
  try {
    for (let batch = 0; asked < count; batch++) {
      const convention = CONVENTIONS[batch % CONVENTIONS.length]!;
      const layer = new Dice(`layer of ${seed}-${batch}`).one(layers);
      const { fetch, close } = await open(layer, convention);
      const trial = new Trial(fetch, ORIGIN);
      for (let i = 0; i < together && asked + trial.asked < count; i++, tried++) {
        const id = `${convention}-${seed}-${batch}-${i}`;
        const dice = new Dice(`visits of ${id}`);
        for (const fault of await trial.run(id, plan(id, dice), dice)) {
          const kind = `${layer} ${fault.what}`;
          const alone = known.has(kind) ? undefined : await again(() => open(layer, convention), fault);
          known.add(kind);
          onFault({ ...fault, layer, app: behaviourOf(id), alone, after: asked + trial.asked });
        }
      }
      await close();
      asked += trial.asked;
      turnedAway += trial.turnedAway;
      askedOf[`${layer}, ${convention}`] = (askedOf[`${layer}, ${convention}`] ?? 0) + trial.asked;
    }
    return { asked, apps: tried, turnedAway, askedOf };
  } finally {
    await opened.close();
  }
}

/** The smallest form of a fault: the two requests alone, one after the other or at once. */
async function again(
  open: () => Promise<Opened>,
  { id, visit, donor, what }: Fault,
): Promise<boolean | undefined> {
  if (!donor) return undefined;
  for (const rounds of [[[donor], [visit]], [[donor, visit]]]) {
    const { fetch, close } = await open();
    const faults = await new Trial(fetch, ORIGIN).run(id, rounds, new Dice("alone"));
    await close();
    if (faults.some((fault) => fault.what === what)) return true;
  }
  return false;
}
