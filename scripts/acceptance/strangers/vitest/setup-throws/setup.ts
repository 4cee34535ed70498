// See the configuration.
throw new Error('no tenant');
