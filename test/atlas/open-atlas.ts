// Run as a process of its own: opens the atlas at the path given and says what it found.
import { openAtlas } from "../../routes/_atlas/atlas.ts";

let wrote = false;
const atlas = await openAtlas(process.argv[2] ?? "", () => {
  wrote = true;
});
const count = (await atlas.countries()).reduce((sum, country) => sum + country.cityCount, 0);
process.stdout.write(JSON.stringify({ wrote, version: atlas.version, count }));
