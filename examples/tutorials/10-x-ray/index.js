exports.handler = async () => {
  if (Math.random() < 0.25) throw new Error('Something went wrong!');
  const seconds = Math.floor(Math.random() * Number(process.env.SECONDS_MAX ?? 5));
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return { response: true };
};
