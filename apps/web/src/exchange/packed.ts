/* A script as one word of an address: what the app needs of it comes from the playground. */
export { packText, unpackText } from 'mm-playground';
