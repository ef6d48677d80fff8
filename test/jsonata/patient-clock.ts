/**
 * Half of what this thread has had of a processor, in milliseconds: in a test that is about anything but time, a busy
 * machine must not make an expression fail, and one without end must still end.
 */
export function patientMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 2000;
}
