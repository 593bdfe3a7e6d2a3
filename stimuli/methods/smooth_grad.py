"""SmoothGrad (Smilkov et al. 2017) by captum: the mean gradient at noisy copies of the picture.

The gradients are averaged with their signs; the sign is dealt with afterwards, channel by channel, because a gradient
says in which direction a channel should change, not how much of the score it carries.
"""

from captum.attr import NoiseTunnel, Saliency
from pydantic import Field

from stimuli.attribution import BACKWARD_AT_ONCE, Sign, heatmap, images, of_image, seeded, signed
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters, Request


class SmoothGradParameters(Parameters):
    """Options of smooth_grad."""

    seed: int = Field(default=0, ge=0)
    samples: int = Field(default=50, ge=1, le=10_000, description="noisy copies per image")
    noise: float = Field(
        default=0.15, ge=0, le=1, description="its standard deviation, as a share of the image's range"
    )
    sign: Sign = Field(default="absolute", description="absolute: any change matters; positive: where more is better")


def explain(_classifier: Classifier, request: Request, parameters: SmoothGradParameters) -> list[Heatmap]:
    """One map per image, a value per pixel of the input; every image gets the same draws of noise."""
    found = []
    for n, image in images(request.inputs):
        smooth = NoiseTunnel(Saliency(of_image(request.target, n)))
        with seeded(parameters.seed, image.device):
            gradient = smooth.attribute(
                image,
                nt_samples=parameters.samples,
                nt_samples_batch_size=min(BACKWARD_AT_ONCE, parameters.samples),
                stdevs=parameters.noise * float(image.max() - image.min()),
                abs=False,
            )
        found.append(heatmap(signed(gradient[0], parameters.sign).sum(0)))
    return found


METHOD = Method(makes=Heatmap, parameters=SmoothGradParameters, explain=explain)
