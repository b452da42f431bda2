"""The spillover assessment: where the effects of a measure may travel through sectors that lean on one another.

Pure and ordinal: levels are ranks, compared and never added; no coefficient stands anywhere. `inputs` says what is
assumed, `spread` follows effects in one case, `assessment` sets the lower, middle and upper case side by side, and
`wording` says in words where each result comes from. The method in words is norms/responses/spillover.yaml.
"""
