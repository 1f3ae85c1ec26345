// Twenty seconds, a line a second.
export const cache = { noStore: true };

export async function* GET({ params }: { params: { id: string } }) {
  for (let second = 0; second < 20; second++) {
    yield `${params.id} ${second}\n`;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  yield "end\n";
}
