import '@mm-playground/embed/auto';
import '@mm-playground/embed/mm-playground.css';
