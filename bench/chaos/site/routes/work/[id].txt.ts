// Sixty milliseconds of one core: a render that nothing can share.
export const cache = { noStore: true };

export function GET({ params }: { params: { id: string } }) {
  let sum = 0;
  for (const end = performance.now() + 60; performance.now() < end;) sum += Math.sqrt(sum + 1);
  return `work ${params.id}\n`;
}
