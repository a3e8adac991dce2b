"""The kernels of a class: a lesson is rehearsed once, and each learner gets a fork of it."""
