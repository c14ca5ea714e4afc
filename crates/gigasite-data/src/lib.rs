//! Regional energy data: raw tables in, clean typed hourly series out, every repair a finding.
