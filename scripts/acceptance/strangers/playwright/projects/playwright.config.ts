// Shows: every test counts once for each project.
export default { projects: [{ name: 'one' }, { name: 'two' }] };
