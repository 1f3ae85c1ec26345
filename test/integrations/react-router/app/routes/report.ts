import { answer } from "../offprint.server";

export const loader = ({ request }: { request: Request }) => answer(request);
