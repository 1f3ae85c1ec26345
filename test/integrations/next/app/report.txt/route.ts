import { answer } from "../../offprint";

export { answer as GET, answer as HEAD };
