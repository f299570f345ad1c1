# docker build -t pdd4j . && docker run --rm -p 8888:8888 pdd4j
# Never run: no images could be had where it was written.
FROM maven:3.9-eclipse-temurin-17 AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-venv && rm -rf /var/lib/apt/lists/*
WORKDIR /checkout
COPY . .
RUN ./pdd wheel --out /wheels

FROM python:3.13-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jdk-headless && rm -rf /var/lib/apt/lists/*
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/pdd4j-*.whl
RUN useradd --create-home learner
USER learner
WORKDIR /home/learner
RUN pdd4j setup && pdd4j lessons .
EXPOSE 8888
CMD ["pdd4j", "lab", "--no-browser", "--ip=0.0.0.0"]
