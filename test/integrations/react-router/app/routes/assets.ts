import { answer } from "../offprint.server";

export const loader = ({ request }: { request: Request }) => answer(request);
export const action = loader;
