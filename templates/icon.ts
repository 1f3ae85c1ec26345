// The mark: a sheet with a folded corner, and a meridian on it.

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="#bf3519"/><path d="M17 10h22l10 10v34H17z" fill="#ffffff"/><path d="M39 10v10h10z" fill="#eebfb2"/><g fill="none" stroke="#0c5772" stroke-width="2.5"><circle cx="33" cy="37" r="11"/><ellipse cx="33" cy="37" rx="4.6" ry="11"/><path d="M22 37h22"/></g></svg>
`;
