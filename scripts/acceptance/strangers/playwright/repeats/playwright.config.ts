// Shows: each repetition counts.
export default { repeatEach: 3 };
