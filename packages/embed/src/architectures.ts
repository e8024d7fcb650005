/** The architectures without the model, fetched as a piece of their own. */
export { fetchArchitecture } from 'mm-playground';
