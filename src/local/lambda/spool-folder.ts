/** The folder, in the data directory, where functions' processes write down their calls. */
export const SPOOL_FOLDER = 'spool';
