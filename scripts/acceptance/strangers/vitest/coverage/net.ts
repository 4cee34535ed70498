// What is to be covered.
export function net(gross: number): number {
  return gross / 1.19;
}
export function gross(price: number): number {
  const tax = price * 0.19;
  return price + tax;
}
