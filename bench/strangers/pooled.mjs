// A convention's app in the children of a pool, as it was built.
import { createApp } from "../../dist/app/app.js";
import { createLog } from "../../dist/log.js";

export default (args) => createApp({ ...args, log: createLog({ level: "silent" }) });
