"""Parts of the SBOM screen."""
